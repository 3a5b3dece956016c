import type { DocumentFormat } from '../format.ts';
import { HTML } from '../report/destination.ts';
import { fittedReport } from '../report/fit.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'html',
  extension: 'html',
  describe: 'the bug report as one HTML file without scripts',
  mostItems: 100,
  write: (bundle, options) => fittedReport(bundle, options, HTML),
};
