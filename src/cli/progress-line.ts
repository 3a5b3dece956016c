/** One line on a terminal that is written over; nothing elsewhere. */
export interface ProgressLine {
  readonly show: (count: number) => void;
  readonly clear: () => void;
}

const FIRST_AFTER_MS = 500;
const EVERY_MS = 200;

export function progressLine(
  stream: NodeJS.WriteStream,
  now: () => number = performance.now.bind(performance),
): ProgressLine {
  let next = now() + FIRST_AFTER_MS;
  let isShown = false;
  return {
    show(count) {
      if (!stream.isTTY || now() < next) return;
      next = now() + EVERY_MS;
      isShown = true;
      stream.write(`\r\x1b[Khttpwhy: ${count.toLocaleString('en')} exchanges read …`);
    },
    clear() {
      if (isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}
