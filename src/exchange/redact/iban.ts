/** Lengths of account numbers by country (ISO 13616 registry). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 ' +
    'GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 ' +
    'MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 ' +
    'TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Where the account number ends that begins here, in one piece or in groups of four; undefined where none does. */
export function ibanEnd(text: string, from: number): number | undefined {
  const third = text.charCodeAt(from + 2);
  if (third < 0x30 || third > 0x39) return undefined;
  const wanted = LENGTHS.get(text.slice(from, from + 2));
  if (wanted === undefined) return undefined;
  let compact = '';
  let at = from;
  for (; compact.length < wanted && at < text.length; at += 1) {
    const character = text[at]!;
    if (/[0-9A-Z]/.test(character)) compact += character;
    else if (character !== ' ' || compact.length % 4 !== 0) return undefined;
  }
  if (compact.length < wanted || /[0-9A-Za-z]/.test(text[at] ?? '')) return undefined;
  return isValid(compact) ? at : undefined;
}

/** ISO 7064 MOD 97-10. */
function isValid(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}/.test(iban)) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
