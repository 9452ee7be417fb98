// A page that opens a WebTransport and logs how that went.

export const webTransportPage = (port) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script>addEventListener("load", () => setTimeout(${play}, 0, ${port}));</script>`;

// Runs in the browser.
async function play(port) {
  const transport = new WebTransport(`https://localhost:${port}/socket.io/`);
  transport.closed.catch(() => {});
  try {
    await transport.ready;
    await log("open");
  } catch ({ name, message }) {
    await log("error", { name, message });
  }
  finished();
}
