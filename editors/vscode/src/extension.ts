// Starts `dslint lsp` and shows the plan of a file in a document beside it.

import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const PLAN = "dslint.plan"; // the server's own command, also behind its code lenses

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration("dslint");
  const [command, ...words] = settings.get<string[]>("command", ["dslint", "lsp"]);
  if (command === undefined) {
    return;
  }
  const nodes = settings.get<string[]>("nodes", []).flatMap((file) => ["--nodes", file]);
  client = new LanguageClient(
    "dslint",
    "dslint",
    { command, args: [...words, ...nodes], options: { cwd: folder() } },
    {
      documentSelector: [{ scheme: "file", language: "yaml" }, { scheme: "file", language: "json" }],
      middleware: {
        executeCommand: async (name, words, next) => {
          const answer: unknown = await next(name, words);
          if (name === PLAN && typeof answer === "string") {
            await show(answer);
          }
          return answer;
        },
      },
    },
  );
  context.subscriptions.push(
    vscode.commands.registerCommand("dslint.showPlan", async () => {
      const uri = vscode.window.activeTextEditor?.document.uri.toString();
      if (uri !== undefined) {
        await vscode.commands.executeCommand(PLAN, uri);
      }
    }),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function folder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

async function show(text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content: text, language: "plaintext" });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside, true);
}
