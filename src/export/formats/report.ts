import type { DocumentFormat } from '../format.ts';
import { dialectFor } from '../report/destination.ts';
import { fittedReport } from '../report/fit.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'report',
  extension: 'md',
  describe: 'a bug report in Markdown, ready to paste into an issue',
  mostItems: 100,
  write: (bundle, options) => fittedReport(bundle, options, dialectFor(options.destination)),
};
