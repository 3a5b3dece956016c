import { isSecretValue, maskNamed } from './credentials.ts';
import { isPlaceholder, type Mask } from './mask.ts';
import type { SecretName } from './names.ts';

const TAG = /<([\p{L}_][\p{L}\w:.-]{0,80})((?:\s[^<>]{0,2000})?)>/uy;
const LABEL = /\s(?:name|id|key|property|itemprop)\s?=\s?(?:"([^"]{1,100})"|'([^']{1,100})')/i;
const LABELLED = /(\s(?:value|content|data-value)\s?=\s?)("[^"]*"|'[^']*')/i;
const CDATA = '<![CDATA[';

/**
 * Masks the text of XML and HTML elements with a secret name, and what `<input name="csrf_token" value="…">`,
 * `<entry key="password">…</entry>` and `<key>password</key><string>…` label as secret.
 */
export function maskElements(text: string, mask: Mask): string {
  let result = '';
  let done = 0;
  /** What the element before said, as property lists do. */
  let labelled: SecretName | undefined;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (at < done) continue;
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (tag === null) continue;
    const contentAt = TAG.lastIndex;
    const [whole, name = '', attributes = ''] = tag;
    if (isPlaceholder(whole)) {
      at = contentAt - 1;
      continue;
    }
    const label = attributes === '' ? undefined : LABEL.exec(attributes);
    const labelName = label?.[1] ?? label?.[2];
    const byLabel = labelName === undefined ? undefined : strong(mask.nameOf(labelName, 'query'));
    if (byLabel !== undefined) {
      const value = LABELLED.exec(attributes);
      if (value !== null) {
        const [, head = '', quoted = ''] = value;
        const start = at + 1 + name.length + value.index + head.length + 1;
        const hidden = maskNamed(quoted.slice(1, -1), mask, found(labelName ?? '', byLabel));
        result += text.slice(done, start) + hidden;
        done = start + quoted.length - 2;
        continue;
      }
    }
    if (attributes.endsWith('/')) continue;
    const local = name.slice(name.indexOf(':') + 1);
    const secret = strong(mask.nameOf(local, 'field')) ?? byLabel ?? labelled;
    labelled = undefined;
    const isCdata = text.startsWith(CDATA, contentAt);
    const valueAt = isCdata ? contentAt + CDATA.length : contentAt;
    const end = isCdata ? text.indexOf(']]>', valueAt) : text.indexOf('</', valueAt);
    const valueEnd = end < 0 ? text.length : end;
    if (/^key$/i.test(local) && valueEnd - valueAt < 100) {
      labelled = strong(mask.nameOf(text.slice(valueAt, valueEnd).trim(), 'field'));
      continue;
    }
    if (secret === undefined) continue;
    // What holds elements is no value; they have names of their own.
    const value = text.slice(valueAt, valueEnd);
    if (!isCdata && value.includes('<') && !isPlaceholder(value.trim())) continue;
    if (!isSecretValue(value, true)) continue;
    result += text.slice(done, valueAt) + maskNamed(value, mask, found(local, secret));
    done = valueEnd;
  }
  return done === 0 ? text : result + text.slice(done);
}

function strong(secret: SecretName | undefined): SecretName | undefined {
  return secret?.isStrong === true ? secret : undefined;
}

function found(name: string, { kind }: SecretName) {
  return { rule: `xml element ${name.toLowerCase().slice(0, 64)}`, kind };
}
