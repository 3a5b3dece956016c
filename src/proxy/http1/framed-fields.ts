/** The fields with exactly one `Transfer-Encoding: chunked`, where it stood, or with none. A fresh list. */
export function framedFields(rawHeaders: readonly string[], isChunked: boolean): string[] {
  const fields: string[] = [];
  let isThere = false;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      if (!isChunked || isThere) continue;
      isThere = true;
    }
    fields.push(name, rawHeaders[i + 1]!);
  }
  if (isChunked && !isThere) fields.push('Transfer-Encoding', 'chunked');
  return fields;
}
