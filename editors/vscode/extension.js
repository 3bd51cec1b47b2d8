// Starts `tpuscope debug --dap` for every session.
const vscode = require("vscode");

exports.activate = (context) => {
  const factory = {
    createDebugAdapterDescriptor: (session) =>
      new vscode.DebugAdapterExecutable(session.configuration.tpuscope || "tpuscope", ["debug", "--dap"]),
  };
  context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory("tpuscope", factory));
};

exports.deactivate = () => {};
