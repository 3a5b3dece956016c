import { expect, test, vi } from 'vitest';
import { runInside } from '../support/program.ts';

test('a shell whose folder was deleted is told so, and nothing of a bug', async () => {
  // As Node.js throws it then.
  const lost = Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
    code: 'ENOENT',
    syscall: 'uv_cwd',
  });
  const cwd = vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw lost;
  });
  try {
    expect(await runInside(['mock', 'list'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'httpwhy: the folder of this shell does not exist any more. Go to another: cd ~\n',
    });
  } finally {
    cwd.mockRestore();
  }
});
