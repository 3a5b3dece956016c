import type { Facts } from '../facts.ts';

export interface AddressFault {
  readonly summary: string;
  readonly advice: string;
}

/** What looks wrong with the path itself: a slash too many, white space, a prefix twice. */
export function addressFault(facts: Facts): AddressFault | undefined {
  const path = facts.url()?.pathname.slice(0, 2000) ?? '';
  if (path.startsWith('//')) {
    return {
      summary: 'the path begins with two slashes',
      advice: 'Remove one slash: base URL and path both have one where they are joined.',
    };
  }
  const segments = path.split('/').filter((segment) => segment !== '');
  const [first, second] = segments;
  if (first !== undefined && first === second && /^(?:api|rest|graphql|v\d{1,2})$/i.test(first)) {
    return { summary: `the path has /${first} twice`, advice: `Remove one /${first}: base URL and path both have it.` };
  }
  if (/(?:%20|%0A|%0D|%09|\+)$/i.test(path)) {
    return { summary: 'white space stands at the end of the path', advice: 'Trim the value that the URL is made of.' };
  }
  return undefined;
}
