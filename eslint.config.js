import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'data/', '**/*.cjs'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // The page has no base path and routes by itself.
      'svelte/no-navigation-without-resolve': 'off',
      // The only {@html} allowed would be one nobody wrote yet.
      'svelte/no-at-html-tags': 'error',
      // Plain maps and sets are meant where components must not wake: `client/live` decides what is reactive.
      'svelte/prefer-svelte-reactivity': 'off',
      // A `let x = $state()` bound in a template is assigned by Svelte, which the core rule does not see.
      'prefer-const': 'off',
    },
  },
  {
    files: ['tests/**', 'server/start.js', '.ci/**'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
