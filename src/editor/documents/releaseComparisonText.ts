export { releaseComparisonMarkdown } from '../../present';
