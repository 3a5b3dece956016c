import { BlockList, isIP, isIPv4 } from 'node:net';
import { asciiHost, matchesHost } from './host-name.ts';

type Exception = (host: string, port: number) => boolean;

/**
 * `NO_PROXY`: destinations to which one connects directly, with commas or spaces between them. As in curl, `example.com`
 * and `.example.com` both mean the name and all below it. Besides: `*` for everything, `*` inside of names
 * (`*.example.com`, `192.168.*`), `host:port`, addresses, CIDR blocks (`10.0.0.0/8`, `fd00::/8`), and `<local>` for
 * names without a dot. Names are not resolved. What is none of this fits nothing.
 */
export function readNoProxy(text: string): Exception {
  const exceptions = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(exceptionOf);
  return (host, port) => {
    const name = asciiHost(host).toLowerCase().replace(/\.$/, '').replace(/%.*$/, '');
    return exceptions.some((isException) => isException(name, port));
  };
}

function exceptionOf(entry: string): Exception {
  if (entry === '<local>') return (host) => isIP(host) === 0 && !host.includes('.');
  if (entry.includes('/')) return blockOf(entry);
  const [, inBrackets, plain, portText] = /^(?:\[(.*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const matches = hostExceptionOf(inBrackets ?? plain ?? entry);
  return portText === undefined ? matches : (host, port) => port === Number(portText) && matches(host, port);
}

function hostExceptionOf(text: string): Exception {
  const family = isIP(text);
  if (family !== 0) return blockOf(`${text}/${family === 4 ? 32 : 128}`);
  const name = asciiHost(text).toLowerCase().replace(/\.$/, '');
  if (name.includes('*')) return (host) => matchesHost(name, host);
  const suffix = name.replace(/^\./, '');
  if (suffix === '') return () => false;
  return (host) => host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`));
}

function blockOf(text: string): Exception {
  const [, address = '', prefix = ''] = /^\[?([^/\]]*)\]?\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  const block = new BlockList();
  if (family === 0 || Number(prefix) > (family === 4 ? 32 : 128)) return () => false;
  block.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) !== 0 && block.check(host, isIPv4(host) ? 'ipv4' : 'ipv6');
}
