import type { Facts } from '../facts.ts';
import { callOf, clip, hostOf, pathOf, shownUrl } from '../shown.ts';
import { requestHeader, responseHeader, type StatusReading, type StatusTable } from './status-reading.ts';

export const SUCCESS_AND_REDIRECTION: StatusTable = {
  206: partialContent,
  300: (facts) => ({
    cause: 'temporary-redirect',
    summary: `${pathOf(facts)} exists in several forms and ${hostOf(facts)} leaves the choice to the client${target(facts)}`,
    advice: 'Pick one of the listed URLs, or narrow Accept.',
    evidence: responseHeader(facts, 'location'),
  }),
  301: movedPermanently,
  302: temporaryRedirect,
  303: (facts) => ({
    cause: 'temporary-redirect',
    summary: `the result of ${callOf(facts)} is at another URL${target(facts)}, to be fetched with GET`,
    advice: 'Follow Location with GET.',
    evidence: responseHeader(facts, 'location'),
  }),
  304: (facts) => ({
    cause: 'not-modified',
    summary: `the client's copy of ${callOf(facts)} is current`,
    advice: '',
  }),
  305: temporaryRedirect,
  307: temporaryRedirect,
  308: movedPermanently,
};

function partialContent(facts: Facts): StatusReading {
  const range = facts.response.header('content-range');
  const asked = facts.request.header('range');
  return {
    cause: 'partial-content',
    confidence: range === undefined ? 'guess' : 'certain',
    summary: `only a part of ${pathOf(facts)} was returned${range === undefined ? '' : `: ${clip(range, 80)}`}${
      asked === undefined ? ', although no Range was asked for' : ''
    }`,
    advice: asked === undefined ? 'Fetch the rest with Range, or ask why a part was sent.' : '',
    evidence: [...responseHeader(facts, 'content-range'), ...requestHeader(facts, 'range')],
  };
}

function movedPermanently(facts: Facts): StatusReading {
  return {
    cause: 'moved-permanently',
    summary: `${pathOf(facts)} on ${hostOf(facts)} has moved for good${target(facts) || ', but no Location says where'}`,
    advice: target(facts) === '' ? 'Look for the new address in the response body and headers.' : 'Use the new URL.',
    evidence: responseHeader(facts, 'location'),
  };
}

function temporaryRedirect(facts: Facts): StatusReading {
  return {
    cause: 'temporary-redirect',
    summary: `${callOf(facts)} is answered elsewhere for now${target(facts) || ', but no Location says where'}`,
    advice: 'Let the client follow redirects, and keep using the original URL.',
    evidence: responseHeader(facts, 'location'),
  };
}

/** ` (https://…)`, or nothing where no usable Location was sent. */
function target(facts: Facts): string {
  const location = facts.response.header('location');
  const base = facts.url();
  if (location === undefined || base === undefined || !URL.canParse(location, base.href)) return '';
  return ` (${shownUrl(new URL(location, base))})`;
}
