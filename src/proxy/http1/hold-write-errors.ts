import type { Socket } from 'node:net';

/** How long what the peer said last is waited for. */
const HOLD_MS = 1000;

type Callback = (error?: Error | null) => void;

/**
 * A server that refuses an upload may answer, and reset the connection before it has read everything. Then our next write
 * fails, and Node.js closes the socket at once, although the answer may still lie in it. Here a failed write waits until
 * all that was received has been read; to whoever writes the peer is only slow.
 */
export function holdWriteErrors(socket: Socket): void {
  const write = socket._write;
  socket._write = (chunk, encoding, callback) => write.call(socket, chunk, encoding, holding(socket, callback));
  const writev = socket._writev;
  if (writev === undefined) return;
  socket._writev = (chunks, callback) => writev.call(socket, chunks, holding(socket, callback));
}

function holding(socket: Socket, callback: Callback): Callback {
  return (error) => {
    if (error === undefined || error === null || socket.readableEnded) {
      callback(error);
      return;
    }
    const release = () => {
      clearTimeout(timer);
      socket.off('end', release);
      socket.off('close', release);
      callback(error);
    };
    const timer = setTimeout(release, HOLD_MS).unref();
    socket.on('end', release);
    socket.on('close', release);
  };
}
