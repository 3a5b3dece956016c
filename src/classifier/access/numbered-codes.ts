import type { AccessCause } from './causes.ts';

/** Numbers by which a provider tells its refusals apart; each needs a mark of that provider beside it. */
interface NumberedCodes {
  readonly causes: Readonly<Record<number, AccessCause>>;
}

/** `AADSTS` numbers of Microsoft Entra, which stand at the beginning of `error_description`. */
const ENTRA: NumberedCodes = {
  causes: {
    16000: 'step-up-required',
    50012: 'invalid-credentials',
    50013: 'invalid-signature',
    50020: 'wrong-environment',
    50034: 'invalid-credentials',
    50053: 'account-suspended',
    50055: 'step-up-required',
    50056: 'invalid-credentials',
    50057: 'account-suspended',
    50058: 'step-up-required',
    50072: 'step-up-required',
    50074: 'step-up-required',
    50076: 'step-up-required',
    50079: 'step-up-required',
    50097: 'step-up-required',
    50105: 'insufficient-scope',
    50107: 'wrong-environment',
    50125: 'step-up-required',
    50126: 'invalid-credentials',
    50128: 'wrong-environment',
    50129: 'step-up-required',
    50131: 'step-up-required',
    50144: 'step-up-required',
    50158: 'step-up-required',
    50173: 'invalid-credentials',
    50194: 'wrong-environment',
    53000: 'step-up-required',
    53001: 'step-up-required',
    53003: 'step-up-required',
    54005: 'invalid-credentials',
    65001: 'step-up-required',
    65004: 'step-up-required',
    70000: 'invalid-credentials',
    70001: 'wrong-environment',
    70002: 'invalid-credentials',
    70008: 'expired-credentials',
    70016: 'step-up-required',
    70043: 'expired-credentials',
    70044: 'expired-credentials',
    90002: 'wrong-environment',
    90072: 'wrong-environment',
    90094: 'step-up-required',
    90095: 'step-up-required',
    135011: 'account-suspended',
    500011: 'wrong-environment',
    500133: 'expired-credentials',
    500212: 'ip-not-allowed',
    530003: 'step-up-required',
    530032: 'step-up-required',
    650052: 'feature-not-enabled',
    650057: 'wrong-environment',
    700016: 'wrong-environment',
    700024: 'expired-credentials',
    700027: 'invalid-signature',
    700081: 'expired-credentials',
    700082: 'expired-credentials',
    700084: 'expired-credentials',
    7000112: 'account-suspended',
    7000215: 'invalid-credentials',
    7000216: 'missing-credentials',
    7000218: 'missing-credentials',
    7000222: 'expired-credentials',
  },
};

/** `error.code` and `error.error_subcode` beside `"type":"OAuthException"` of the Graph API of Meta. */
const GRAPH: NumberedCodes = {
  causes: {
    3: 'insufficient-scope',
    10: 'insufficient-scope',
    102: 'expired-credentials',
    190: 'invalid-credentials',
    200: 'insufficient-scope',
    294: 'insufficient-scope',
    299: 'insufficient-scope',
    368: 'account-suspended',
    458: 'invalid-credentials',
    459: 'step-up-required',
    460: 'invalid-credentials',
    463: 'expired-credentials',
    464: 'account-suspended',
    467: 'invalid-credentials',
    492: 'invalid-credentials',
  },
};

const ENTRA_NUMBER = /\bAADSTS(\d{5,7})\b/;

export interface NumberedMeaning {
  readonly cause: AccessCause;
  /** `AADSTS50076` */
  readonly name: string;
}

export interface NumberedError {
  readonly code: string | undefined;
  readonly subcode: string | undefined;
  readonly type: string | undefined;
  readonly message: string | undefined;
}

export function meaningOfNumber({ code, subcode, type, message }: NumberedError): NumberedMeaning | undefined {
  const entra = ENTRA_NUMBER.exec(message?.slice(0, 400) ?? '');
  if (entra !== null) {
    const cause = ENTRA.causes[Number(entra[1])];
    return cause === undefined ? undefined : { cause, name: entra[0] };
  }
  if (type !== 'OAuthException' && code !== 'OAuthException') return undefined;
  for (const number of [subcode, code]) {
    const cause = GRAPH.causes[Number(number)];
    if (cause !== undefined) return { cause, name: `code ${number}` };
  }
  return undefined;
}
