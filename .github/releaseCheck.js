// Checks that a version tag, the manifest and the changelog agree, and says which channel the version goes to:
// `npm run release:check -- v0.2.0`. In a workflow the answer is also an output named `channel`.
import { appendFileSync, readFileSync } from 'node:fs';

const tag = process.argv[2] ?? process.env.GITHUB_REF_NAME ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const changelog = readFileSync('CHANGELOG.md', 'utf8');

const problems = [
  ...(tag === `v${version}` ? [] : [`The tag is "${tag}", but package.json has version ${version}.`]),
  ...(changelog.includes(`\n## [${version}] - `)
    ? []
    : [`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD".`]),
];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

// The Marketplace takes no `-beta`: odd minor numbers are pre-releases.
const channel = Number(version.split('.')[1]) % 2 === 1 ? 'pre-release' : 'release';
console.log(`Version ${version} goes to the ${channel} channel.`);
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `channel=${channel}\n`);
