// Starts `tpuscope debug --dap` for every session, or connects to one that listens at a port.
const vscode = require("vscode");

exports.activate = (context) => {
  const factory = {
    createDebugAdapterDescriptor: ({ configuration }) =>
      configuration.port
        ? new vscode.DebugAdapterServer(configuration.port)
        : new vscode.DebugAdapterExecutable(configuration.tpuscope || "tpuscope", ["debug", "--dap"]),
  };
  context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory("tpuscope", factory));
};

exports.deactivate = () => {};
