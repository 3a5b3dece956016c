export {
  type Change,
  type ChangedLine,
  type Compared,
  type Comparison,
  type How,
  type Hunk,
  isEqual,
  type Noise,
  type Part,
  type Side,
  type TextChange,
} from './comparison/change.ts';
export { compareExchanges } from './comparison/compare.ts';
export { changingPlaces } from './comparison/history.ts';
export { type ComparisonLine, comparisonLines } from './comparison/view.ts';
