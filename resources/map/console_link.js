// The way to the console: what it tells comes as one JSON message per tick, what the page says goes to its slots.

/** Connect; `told` gets each message as an object. Resolves to the console's view models by name: their slots. */
export function connect(told) {
  return new Promise((resolve) => {
    new QWebChannel(qt.webChannelTransport, (channel) => {
      channel.objects.page.told.connect((message) => told(JSON.parse(message)));
      resolve(channel.objects);
    });
  });
}
