import { describe, expect, test } from 'vitest';
import type { ResponseMessage } from '../../src/exchange/exchange.ts';
import { grpcStatusOf, grpcStatusText } from '../../src/exchange/grpc-status.ts';
import { exchange } from '../support/exchanges.ts';

const statusOf = (response: Partial<ResponseMessage> | null) => grpcStatusOf(exchange({ response }));

function frame(flag: number, content: string): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, Buffer.from(content)]);
}

const whole = (bytes: Uint8Array) => ({ bytes, totalBytes: bytes.length });

describe('the status of a gRPC call', () => {
  test('comes from the trailers, its message decoded', () => {
    const trailers = [
      ['grpc-status', '5'],
      ['grpc-message', 'no order 87%3A gel%C3%B6scht'],
    ] as const;
    expect(statusOf({ trailers })).toEqual({ code: 5, name: 'NOT_FOUND', message: 'no order 87: gelöscht' });
  });

  test('comes from the headers where the call failed at once', () => {
    expect(statusOf({ headers: [['Grpc-Status', '16']] })).toEqual({ code: 16, name: 'UNAUTHENTICATED', message: '' });
  });

  test.each([
    ['binary', 'application/grpc-web+proto', (bytes: Buffer) => bytes],
    ['text', 'application/grpc-web-text', (bytes: Buffer) => Buffer.from(bytes.toString('base64'))],
  ])('comes from the last frame of a gRPC-Web body in its %s form', (_form, type, coded) => {
    const body = Buffer.concat([frame(0, 'message'), frame(0x80, 'grpc-status:0\r\ngrpc-message: fine\r\n')]);
    const response = { headers: [['Content-Type', type]] as const, body: whole(coded(body)) };
    expect(statusOf(response)).toEqual({ code: 0, name: 'OK', message: 'fine' });
  });

  test('has no name where gRPC does not define the code', () => {
    expect(statusOf({ trailers: [['grpc-status', '99']] })).toEqual({ code: 99, name: null, message: '' });
  });

  test('keeps a message that cannot be decoded as it came', () => {
    const trailers = [
      ['grpc-status', '2'],
      ['grpc-message', '100% sure'],
    ] as const;
    expect(statusOf({ trailers })?.message).toBe('100% sure');
  });

  test.each<[string, Partial<ResponseMessage> | null]>([
    ['no response', null],
    ['an ordinary response', {}],
    ['a status that is no number', { trailers: [['grpc-status', '-1']] }],
    ['a gRPC-Web body without trailers', grpcWeb(frame(0, 'message'))],
    ['a gRPC-Web body that was cut off', grpcWeb(frame(0x80, 'grpc-status:0\r\n').subarray(0, 12))],
    ['frames in a body of another type', { body: whole(frame(0x80, 'grpc-status:0\r\n')) }],
  ])('is not there in %s', (_name, response) => {
    expect(statusOf(response)).toBeNull();
  });
});

function grpcWeb(bytes: Uint8Array): Partial<ResponseMessage> {
  return { headers: [['Content-Type', 'application/grpc-web']], body: whole(bytes) };
}

test('the status in words', () => {
  expect(grpcStatusText(5)).toBe('grpc 5 NOT_FOUND');
  expect(grpcStatusText(99)).toBe('grpc 99');
});
