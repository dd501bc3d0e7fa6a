/** Stands in for the `server-only` marker under Vitest, where there is no bundler to enforce it. */
export {};
