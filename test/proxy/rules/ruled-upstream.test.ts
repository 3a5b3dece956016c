import { expect, test } from 'vitest';
import type { RequestDecider } from '../../../src/mock/rule-engine.ts';
import type { UpstreamCall, UpstreamRequest } from '../../../src/proxy/call.ts';
import { RuledUpstream } from '../../../src/proxy/rules/ruled-upstream.ts';

const REQUEST = {
  method: 'GET',
  target: { url: 'http://api.example/' },
  rawHeaders: [],
  framing: { kind: 'none' },
} as unknown as UpstreamRequest;

test.each([
  [
    'while it looks',
    () => {
      throw new Error('broken');
    },
  ],
  [
    'while it decides',
    () => ({
      needsBody: false,
      decide: () => {
        throw new Error('broken');
      },
    }),
  ],
])('a rule that throws %s is reported, and the call goes as if there were none', (_when, look) => {
  const bugs: unknown[] = [];
  const call = {} as UpstreamCall;
  const decider: RequestDecider = { isEmpty: false, look };
  const upstream = new RuledUpstream({ send: () => call }, decider, (bug) => bugs.push(bug));
  expect(upstream.send(REQUEST, {} as never)).toBe(call);
  expect(bugs).toEqual([new Error('broken')]);
});
