/**
 * A URL with one parameter set: where the first of its name stands, else at the end; others of that name are taken out.
 * What is not touched stays byte for byte as it was sent.
 */
export function withQueryParameter(url: string, name: string, value: string): string {
  const question = url.indexOf('?');
  const pairs = question < 0 || question === url.length - 1 ? [] : url.slice(question + 1).split('&');
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  const isNamed = (candidate: string) => decoded(candidate.split('=', 1)[0]!) === name;
  const first = pairs.findIndex(isNamed);
  const kept = pairs.flatMap((candidate, index) => {
    if (index === first) return [pair];
    return isNamed(candidate) ? [] : [candidate];
  });
  return `${question < 0 ? url : url.slice(0, question)}?${(first < 0 ? [...pairs, pair] : kept).join('&')}`;
}

/** Names and values as they were sent, in order. */
export function queryPairs(url: string): readonly { readonly name: string; readonly value: string }[] {
  const question = url.indexOf('?');
  if (question < 0) return [];
  return url
    .slice(question + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: decoded(name), value: decoded(value) };
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
