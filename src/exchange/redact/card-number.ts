/** First digits and lengths of the card networks (ISO/IEC 7812-1). */
const NETWORKS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(?:6011|64[4-9]|65)/, [16, 19]], // Discover
  [/^35(?:2[89]|[3-8])/, [16]], // JCB
  [/^(?:30[0-5]|36|38)/, [14]], // Diners Club
  [/^62/, [16, 17, 18, 19]], // UnionPay
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
];

/** Digits, perhaps in groups, that a card network may have given out: prefix, length and check digit are right. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (/[ -]/.test(text) && !GROUPED.test(text)) return false;
  const network = NETWORKS.find(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits));
  return network !== undefined && !/^(\d)\1+$/.test(digits) && hasCheckDigit(digits);
}

/** As cards are written: in fours, or 4-6-5, 4-6-4. */
const GROUPED = /^\d{4}([ -])(?:\d{4}\1){2,3}\d{1,4}$|^\d{4}([ -])\d{6}\2\d{4,5}$/;

/** The formula of Luhn (ISO/IEC 7812-1, annex B). */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 0x30;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
