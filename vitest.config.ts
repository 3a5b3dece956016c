import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', './test/support/count-reporter.ts'],
    globalSetup: ['test/support/build.ts'],
    // Files share their modules: evaluating them for each file cost more than all tests together. No test may leave anything behind.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
