// node-forge types its whole bundle only. Loading that costs 70 ms at every start, and its ASN.1 module alone 8 ms.
declare module 'node-forge/lib/asn1.js' {
  import type { asn1 as Asn1 } from 'node-forge';

  const asn1: typeof Asn1;
  export default asn1;
}
