import { expect, onTestFinished, test } from 'vitest';
import { Controller } from '../../../src/tui/controller.ts';
import { tabOf, viewOf } from '../../../src/tui/detail/open-detail.ts';
import { textOf } from '../../../src/tui/line.ts';
import { annotation, EXPIRED, exchange, memorySource, NOON, row } from '../support.ts';

/** A log of three calls of one route with the one in the middle open. */
function openMiddle() {
  const source = memorySource(row(1), row(2, EXPIRED), row(3));
  const { page } = source;
  const asked: string[] = [];
  source.page = (request) => {
    if (!request.filter.startsWith('same:')) return page(request);
    asked.push(request.filter);
    return page({ ...request, filter: '' });
  };
  source.details.set(2, {
    exchange: exchange({ id: 2 }),
    annotation: annotation({
      evidence: [
        { where: 'history:1', what: 'worked' },
        { where: 'history:99', what: 'gone' },
      ],
    }),
  });
  const copied: (readonly [string, string])[] = [];
  const controller = new Controller({
    source,
    actions: {
      exportReport: async () => '',
      copyCurl: async () => '',
      tunnelHost: async () => '',
      copyText: async (text, what) => {
        copied.push([typeof text === 'string' ? text : text(undefined), what]);
        return `Copied ${what}`;
      },
    },
    session: { address: '127.0.0.1:8080', hints: [], onNotice: () => () => undefined },
    size: { columns: 80, rows: 24 },
    now: () => NOON,
    onEnd: (error) => expect.unreachable(String(error)),
  });
  controller.start();
  onTestFinished(() => controller.stop());
  const press = (...keys: readonly string[]) => {
    for (const key of keys) controller.press(key);
  };
  press('k', 'enter');
  const open = () => {
    const { open: front } = controller.state();
    if (front === null) return expect.unreachable('nothing is open');
    return front;
  };
  return { controller, press, open, asked, copied, source };
}

test('[ and ] lead to the older and the newer call of the route, in the same tab, and say where there is none', () => {
  const { controller, press, open, asked } = openMiddle();
  press('2', '[');
  expect([open().detail.exchange.id, tabOf(open()).name]).toEqual([1, 'Request']);
  press('[');
  expect(controller.state().notice?.text).toBe('There is no older call of this route.');
  press(']', ']');
  expect(open().detail.exchange.id).toBe(3);
  expect(asked).toEqual(['same:2', 'same:1', 'same:1', 'same:2']);
});

test('enter on evidence of the history opens that call, or says that it is gone', () => {
  const { controller, press, open } = openMiddle();
  press('j', 'j', 'j', 'j', 'j', 'j', 'j', 'enter');
  expect(controller.state().notice?.text).toBe('#99 is not in the capture any more.');
  press('k', 'enter');
  expect(open().detail.exchange.id).toBe(1);
});

test('n goes from place to place while something is searched for, and from failure to failure else', () => {
  const { press, open } = openMiddle();
  press('2', '/', 'a', 'm', 'o', 'u', 'n', 't', 'enter');
  const { cursor } = viewOf(open()).place;
  press('n');
  expect([open().detail.exchange.id, viewOf(open()).place.cursor]).toEqual([2, cursor]);
  press('escape', 'N');
  expect(open().search.text).toBe('');
});

test('c and C copy what is under the cursor, and say where there is nothing', async () => {
  const { controller, press, copied } = openMiddle();
  press('2', 'j', 'c', 'C', 'j', 'j', 'j', 'c');
  expect(copied).toEqual([
    ['api.shop.dev', 'Host'],
    ['Host', 'the path Host'],
  ]);
  expect(controller.state().notice?.text).toBe('There is no value to copy on this line.');
});

test('d on one call and then on another compares them; on the same one twice, with its last success', () => {
  const { controller, press, source } = openMiddle();
  source.details.set(3, {
    exchange: exchange({ id: 3, request: { ...exchange().request, method: 'PATCH' } }),
    annotation: annotation({}),
  });
  press('d');
  expect(controller.state().notice?.text).toBe('Go to the call to compare with #2, and press d there.');
  press('escape', 'j', 'd');
  const { open } = controller.state();
  expect(open?.detail.exchange.id).toBe(3);
  expect(tabOf(open!).name).toBe('Difference');
  const rows = tabOf(open!).rows(open!.detail, viewOf(open!).shape, 80);
  const texts = Array.from({ length: rows.count }, (_, index) => textOf(rows.at(index).line));
  expect(texts[0]).toBe('#2 compared with this call, #3; enter opens it.');
  expect(texts.join('\n')).toContain('PATCH');
  press('d', 'd');
  expect(controller.state().open?.detail.exchange.id).toBe(3);
  expect(controller.state().open?.detail.comparedWith).toBeUndefined();
});
