/** Tests are TypeScript ES modules; esbuild turns each into CommonJS for jest (see test/support/transform.cjs). */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.sallyport/'],
  transform: { '^.+\\.(ts|mjs)$': '<rootDir>/test/support/transform.cjs' },
  testTimeout: 60_000,
};
