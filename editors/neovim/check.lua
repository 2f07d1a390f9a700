-- Opens a file, waits for a diagnostic of dslint, applies the preferred quick fix, saves, and quits.
-- Run by a test: nvim --headless -u NONE -i NONE -S check.lua FILE; exit code 0 when the file was fixed.

local file = vim.env.DSLINT_FILE
local command = vim.split(vim.env.DSLINT_COMMAND, " ")

local function fail(text)
  io.stderr:write(text .. "\n")
  vim.cmd("cquit 1")
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "dslint", cmd = command, root_dir = vim.fn.fnamemodify(file, ":h") })
if not id then
  fail("the server did not start")
end
vim.lsp.buf_attach_client(buffer, id)

local found = vim.wait(30000, function()
  return #vim.diagnostic.get(buffer) > 0
end, 50)
if not found then
  fail("no diagnostic came")
end

local diagnostic = nil
for _, each in ipairs(vim.diagnostic.get(buffer)) do
  if each.severity == vim.diagnostic.severity.ERROR then
    diagnostic = each
  end
end
if not diagnostic then
  fail("no error was found")
end

local client = vim.lsp.get_client_by_id(id)
local position = { line = diagnostic.lnum, character = diagnostic.col }
local answer = client.request_sync("textDocument/codeAction", {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = { start = position, ["end"] = position },
  context = { diagnostics = {} },
}, 30000, buffer)
if not answer or not answer.result then
  fail("no quick fix came")
end
for _, action in ipairs(answer.result) do
  if action.isPreferred then
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    vim.cmd("write")
    vim.cmd("qall!")
  end
end
fail("no quick fix is preferred")
