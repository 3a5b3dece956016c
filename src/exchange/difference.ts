/** In what a request that failed differs from the latest success of the same method and route. */
export interface Difference {
  /** The success. */
  readonly against: {
    readonly id: number;
    /** Epoch milliseconds when it began. */
    readonly at: number;
  };
  /** The likeliest reason first. Empty: nothing differs that does not also differ among successes. */
  readonly items: readonly DifferenceItem[];
}

export interface DifferenceItem {
  readonly kind: 'credential' | 'host' | 'path' | 'header' | 'query' | 'body' | 'http-version';
  /**
   * Name of the header, parameter or credential as sent, or the path of the body's field (`items[].price`);
   * empty for a kind that occurs once in a request.
   */
  readonly name: string;
  /** On one line, secrets masked; of a field of the body with its type where that differs: `number 12`. Null: absent. */
  readonly before: string | null;
  readonly after: string | null;
  /** 1 to 100. How well it may explain the failure, in comparison with the others. */
  readonly weight: number;
}

/** `header X-Tenant: missing (was acme)`, `amount in the body: string "12" (was number 12)`. */
export function differenceInWords(item: DifferenceItem): string {
  const { before, after } = item;
  const place = differencePlace(item);
  if (before === null) return `${place}: ${after} (was absent)`;
  return `${place}: ${after ?? 'missing'} (was ${before})`;
}

/** `header X-Tenant`, `amount in the body` */
export function differencePlace({ kind, name }: DifferenceItem): string {
  switch (kind) {
    case 'credential':
      return `credential ${name}`;
    case 'header':
      return `header ${name}`;
    case 'query':
      return `parameter ${name}`;
    case 'body':
      return name === '' ? 'body' : `${name} in the body`;
    case 'host':
      return 'host';
    case 'path':
      return 'path';
    case 'http-version':
      return 'HTTP version';
  }
}
