import type { Socket } from 'node:net';

/** How long a peer may take to close its side. */
const LINGER_MS = 2000;

/**
 * Sends what is left and then the end, and reads on to nowhere until the peer has closed, too: closing with unread
 * bytes would reset the connection, and the peer might lose what it was sent last.
 */
export function closeGently(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.readableEnded) {
    socket.destroySoon();
    return;
  }
  socket.on('data', ignore);
  socket.on('end', () => socket.destroySoon());
  socket.resume();
  socket.end(() => setTimeout(() => socket.destroy(), LINGER_MS).unref());
}

function ignore(): void {
  // Nobody wants it any more.
}
