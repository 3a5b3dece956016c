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

/**
 * Cross-validation: what becomes of the cases of a provider when the facts that ship about it are not loaded. What remains
 * rests on rules about evidence alone.
 */
export function leftOutReport(verdicts, strangers) {
  const relying = strangers.filter(
    (stranger, index) => JSON.stringify(stranger.annotation) !== JSON.stringify(verdicts[index].annotation),
  );
  const lost = strangers.filter((stranger, index) => verdicts[index].isRight && !stranger.isRight);
  return [
    `own provider left out ${percent(shareOf(strangers, (verdict) => verdict.isRight))}; ${relying.length} rest on facts about their provider, ${wrongCertain(strangers).length} wrong although certain`,
    ...lost.map((verdict) => `  lost ${line(verdict)}`),
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
 * Accuracy by provider. A classifier that was fitted to a few of them shows it by the distance between the best and the worst.
 */
function providers(verdicts) {
  const byHost = Object.groupBy(verdicts, (verdict) => registrableHost(verdict.case.exchange.request.url));
  const shares = Object.entries(byHost)
    .map(([host, list]) => ({ host, share: shareOf(list, (verdict) => verdict.isRight) }))
    .filter(({ share }) => share.of > 1);
  if (shares.length < 2) return [];
  const worst = shares.sort((a, b) => ratio(a.share) - ratio(b.share) || b.share.of - a.share.of);
  return [
    `providers            ${shares.length} with more than one exchange, ${shares.filter(({ share }) => share.right === share.of).length} of them all right`,
    ...worst
      .filter(({ share }) => share.right < share.of)
      .slice(0, MOST_PROVIDERS)
      .map(({ host, share }) => `  ${percent(share).padEnd(22)} ${host}`),
  ];
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
