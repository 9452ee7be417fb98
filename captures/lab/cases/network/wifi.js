export default {
  title: "Socket.IO 4 over Wi-Fi: 802.11 in monitor mode, with radiotap",
  description: `
An open network. The client is the station: its QoS frames go to the access point, plain data frames come back. Every
fourth frame with data was not acknowledged in time and is on the air twice, the second time with the Retry bit.`,
  wrapped: { from: "socketio/v4-heartbeat", way: "wifi", link: "802.11 with radiotap (IEEE802_11_RADIO)", repeats: true },
};
