import { createRequire } from 'node:module';

// React decides when it is loaded, by NODE_ENV, whether it is the development build: three times the work per frame,
// and a record of every render kept in memory (`performance.measure`). NODE_ENV belongs to the person, and to the
// command that `httpwhy run` starts: so React is loaded here at once, and the variable set for no longer than that.
// What imports React later gets these modules. To be imported before anything that imports React.
const require = createRequire(import.meta.url);
const { NODE_ENV } = process.env;
// Test runners compile JSX for the development build.
if (NODE_ENV !== 'test') {
  process.env.NODE_ENV = 'production';
  try {
    require('react');
    require('react/jsx-runtime');
    createRequire(require.resolve('ink'))('react-reconciler');
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
