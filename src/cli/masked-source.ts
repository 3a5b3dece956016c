import type { DisplayRedaction } from '../exchange/redact.ts';
import type { LogSource } from '../tui/source.ts';

/** The same log for a screen that others see. What is searched for and counted stays as it is recorded. */
export function maskedSource(source: LogSource, display: DisplayRedaction): LogSource {
  return {
    ...source,
    page: (request) => source.page(request).map(display.row),
    annotation(id) {
      const annotation = source.annotation(id);
      return annotation && display.annotation(annotation);
    },
    detail(id) {
      const item = source.detail(id);
      return item && display.detail(item);
    },
  };
}
