import { X509Certificate } from 'node:crypto';
import { issueLeaf, makeLeafKey } from '../../src/ca/leaf.ts';
import { openRoot } from '../../src/ca/root.ts';
import { parseServerName } from '../../src/ca/server-name.ts';
import { temporaryFolder } from './proxy.ts';

/** A CA of a server's own, and a certificate of it for some name. */
export function originCertificate(serverName: string, now = new Date()): { key: string; cert: string; ca: string } {
  const folder = temporaryFolder();
  try {
    const root = openRoot(folder.path, new Date());
    const name = parseServerName(serverName);
    if (name === undefined) throw new Error(`no certificate can carry ${serverName}`);
    const leaf = issueLeaf(root, makeLeafKey(), name, now);
    return { key: leaf.keyPem, cert: leaf.certPem, ca: new X509Certificate(root.certPem).toString() };
  } finally {
    folder.remove();
  }
}
