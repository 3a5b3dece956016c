import { curlCommand } from '../curl-command.ts';
import type { ExportFormat } from '../format.ts';

export const format: ExportFormat = {
  name: 'curl',
  extension: 'sh',
  describe: 'a curl command for a POSIX shell that sends the request again',
  write: ({ exchange }, { masked }) => curlCommand(exchange, { masked }),
};
