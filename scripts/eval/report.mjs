import { healthy, isQuiet, macroF1, ratio, registrableHost, shareOf, wrongCertain } from '../../test/support/score.ts';

const MOST_CONFUSIONS = 25;
const MOST_PROVIDERS = 10;

/** Everything that can be said about a list of verdicts, as text. */
export function reportOf(verdicts, isVerbose) {
  const failures = verdicts.filter((verdict) => verdict.case.expect.cause === 'error-in-success');
  const mentioning = verdicts.filter((verdict) => verdict.case.expect.mention.length > 0);
  return [
    `exchanges            ${verdicts.length}`,
    `top-1                ${percent(shareOf(verdicts, (verdict) => verdict.isRight))}`,
    `macro-F1 by cause    ${(100 * macroF1(verdicts)).toFixed(1)} %`,
    `fault                ${percent(shareOf(verdicts, (verdict) => verdict.isFaultRight))}`,
    `inner                ${percent(shareOf(failures, (verdict) => verdict.isInnerRight))}`,
    `healthy left quiet   ${percent(shareOf(healthy(verdicts), isQuiet))}`,
    `names the thing      ${percent(shareOf(mentioning, (verdict) => verdict.mentionsAll))}`,
    `over-confident       ${verdicts.filter((verdict) => verdict.isOverConfident).length}`,
    ...calibration(verdicts),
    ...wrongCertain(verdicts).map((verdict) => `WRONG CERTAIN ${line(verdict)}`),
    ...confusions(verdicts),
    ...providers(verdicts),
    ...(isVerbose ? details(verdicts) : []),
  ].join('\n');
}

function percent(share) {
  return `${(100 * ratio(share)).toFixed(1)} %  (${share.right} of ${share.of})`;
}

function line({ case: each, annotation }) {
  return `${each.id}: ${each.expect.cause} -> ${annotation.cause} (${annotation.confidence}) | ${annotation.summary}`;
}

/** How often each degree of confidence was right: `certain` always, `likely` mostly. */
function calibration(verdicts) {
  return ['certain', 'likely', 'guess'].map((degree) => {
    const claimed = verdicts.filter(({ annotation }) => annotation.confidence === degree);
    return `  ${degree.padEnd(18)} ${percent(shareOf(claimed, (verdict) => verdict.isRight))}`;
  });
}

function confusions(verdicts) {
  const wrong = Object.groupBy(
    verdicts.filter((verdict) => !verdict.isRight),
    ({ case: each, annotation }) => `${each.expect.cause} -> ${annotation.cause}`,
  );
  const ordered = Object.entries(wrong).sort((a, b) => b[1].length - a[1].length);
  if (ordered.length === 0) return [];
  return [
    'confusions',
    ...ordered.slice(0, MOST_CONFUSIONS).map(
      ([pair, list]) =>
        `  ${String(list.length).padStart(3)}  ${pair}   ${list
          .slice(0, 3)
          .map((each) => each.case.id)
          .join(', ')}`,
    ),
  ];
}

/**
 * Accuracy by provider, and over all the others when one is left out. A classifier that was fitted to a few of them shows it by
 * the distance between the best and the worst.
 */
function providers(verdicts) {
  const byHost = Object.groupBy(verdicts, (verdict) => registrableHost(verdict.case.exchange.request.url));
  const shares = Object.entries(byHost)
    .map(([host, list]) => ({ host, share: shareOf(list, (verdict) => verdict.isRight) }))
    .filter(({ share }) => share.of > 1);
  if (shares.length < 2) return [];
  const all = shareOf(verdicts, (verdict) => verdict.isRight);
  const without = shares.map(({ share }) => ratio({ right: all.right - share.right, of: all.of - share.of }));
  const worst = shares.sort((a, b) => ratio(a.share) - ratio(b.share) || b.share.of - a.share.of);
  return [
    `providers            ${shares.length} with more than one exchange; one left out: ${spread(without)}`,
    ...worst
      .filter(({ share }) => share.right < share.of)
      .slice(0, MOST_PROVIDERS)
      .map(({ host, share }) => `  ${percent(share).padEnd(22)} ${host}`),
  ];
}

function spread(ratios) {
  return `${(100 * Math.min(...ratios)).toFixed(1)} to ${(100 * Math.max(...ratios)).toFixed(1)} %`;
}

function details(verdicts) {
  return verdicts.flatMap((verdict) => {
    const { case: each, annotation } = verdict;
    const complaints = [
      ...(verdict.isRight ? [] : ['WRONG']),
      ...(verdict.isRight && !verdict.isFaultRight ? [`FAULT ${each.expect.fault} not ${annotation.fault}`] : []),
      ...(verdict.isRight && !verdict.isInnerRight ? [`INNER ${each.expect.inner} not ${annotation.inner}`] : []),
      ...(verdict.isRight && !verdict.mentionsAll ? [`MENTION ${each.expect.mention.join(', ')}`] : []),
      ...(verdict.isOverConfident ? [`OVER-CONFIDENT ${each.expect.confidence}`] : []),
    ];
    return complaints.length === 0 ? [] : [`${complaints.join('; ')} ${each.at} ${line(verdict)}`];
  });
}
