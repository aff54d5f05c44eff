import * as prettier from 'prettier'

/** Markdown as another program reads it (CommonMark with tables and bare links), not as we write it. */
export interface MarkdownNode {
  readonly type: string
  readonly value?: string
  readonly children?: readonly MarkdownNode[]
}

interface Parser {
  readonly __debug: { parse(text: string, options: { parser: 'markdown' }): Promise<{ ast: MarkdownNode }> }
}

export async function parseMarkdown(text: string): Promise<MarkdownNode> {
  const { ast } = await (prettier as unknown as Parser).__debug.parse(text, { parser: 'markdown' })
  return ast
}

export const textOf = (node: MarkdownNode): string => node.value ?? (node.children ?? []).map(textOf).join('')

export const nodesIn = (node: MarkdownNode): MarkdownNode[] => [node, ...(node.children ?? []).flatMap(nodesIn)]
