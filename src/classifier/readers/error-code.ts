import type { ErrorReport } from './error-report/report.ts';
import { exceptionIn, isGenericSlug, isSlug } from './error-report/words.ts';
import { isStatusName } from './status-name.ts';

/**
 * The code by which an API names its error, else the exception that a framework shows, else the class of the error.
 * Undefined where there is none or it says no more than the status.
 */
export function errorCode(report: ErrorReport, status: number): string | undefined {
  const { code, type } = report;
  const exception = type === undefined ? undefined : exceptionIn(type);
  if (code !== undefined && isTelling(code, status)) return code;
  if (exception !== undefined && exception === type) return exception;
  return type !== undefined && isSlug(type) && isTelling(type, status) ? type : undefined;
}

function isTelling(code: string, status: number): boolean {
  // Numbers in two parts, which are no status: IIS's `404.13`, Adyen's `14_030`.
  if (/^\d{1,4}[._-]\d{1,6}$/.test(code)) return true;
  return code.length <= 100 && code !== String(status) && !isGenericSlug(code) && !isStatusName(code, status);
}
