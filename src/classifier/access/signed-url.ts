/** When a signed address ends, in epoch milliseconds, and the parameter that says so. */
export interface SignedUrlEnd {
  readonly name: string;
  readonly endsAt: number;
}

/** Undefined where the address is not signed or names no end. */
export function signedUrlEnd({ searchParams }: URL): SignedUrlEnd | undefined {
  for (const vendor of ['X-Amz', 'X-Goog', 'X-OSS', 'x-oss', 'q-sign']) {
    const date = searchParams.get(`${vendor}-Date`) ?? searchParams.get(`${vendor}-date`);
    const seconds = Number(
      searchParams.get(`${vendor}-Expires`) ?? searchParams.get(`${vendor}-expires`) ?? Number.NaN,
    );
    const from = date === null ? undefined : basicIsoTime(date);
    if (from !== undefined && seconds > 0 && seconds < 1e8) {
      return { name: `${vendor}-Expires`, endsAt: from + seconds * 1000 };
    }
  }
  // A shared access signature of Azure: sv, sr, se, sp and sig stand together.
  const end = searchParams.get('se');
  if (end !== null && searchParams.has('sig')) {
    const time = /^\d{9,11}$/.test(end) ? Number(end) * 1000 : Date.parse(end.length <= 30 ? end : '');
    if (Number.isFinite(time)) return { name: 'se', endsAt: time };
  }
  const expires = searchParams.get('Expires') ?? searchParams.get('expires');
  const isSigned = ['Signature', 'signature', 'sig', 'hmac', 'token', 'Policy', 's'].some((name) =>
    searchParams.has(name),
  );
  if (expires !== null && isSigned && /^\d{9,13}$/.test(expires)) {
    return { name: 'Expires', endsAt: Number(expires) * (expires.length > 11 ? 1 : 1000) };
  }
  return undefined;
}

/** `20261105T170619Z`, the form of AWS and Google signatures. */
export function basicIsoTime(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}
