package dev.sluice.session;

import dev.sluice.amf.AmfValue;
import dev.sluice.chunk.ChunkWriter;
import dev.sluice.message.Acknowledgement;
import dev.sluice.message.Command;
import dev.sluice.message.RtmpMessage;
import dev.sluice.message.SetChunkSize;
import dev.sluice.message.SetPeerBandwidth;
import dev.sluice.message.UserControl;
import dev.sluice.message.WindowAckSize;
import dev.sluice.net.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what the server says to one peer, besides media. */
final class Replies {
    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int STATUS_CHUNK_STREAM = 5;
    private static final int DEFAULT_CHUNK_BYTES = 128;
    private static final String SERVER_VERSION = "FMS/3,0,1,123";
    private static final int CAPABILITIES = 31;
    private static final int AMF3 = 3;

    /** Enhanced RTMP v2, "Enhancing NetConnection connect Command": what a client says of itself there. */
    private static final List<String> ENHANCED_PROPERTIES =
            List.of("fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx");

    private static final int CAN_FORWARD = 4;
    private static final int MULTITRACK = 2;
    private static final int MOD_EX = 4;
    private static final int TIMESTAMP_NANO_OFFSET = 8;

    private final Connection connection;
    private int chunkBytes = DEFAULT_CHUNK_BYTES;

    Replies(Connection connection) {
        this.connection = connection;
    }

    /** The answer to connect, in the order that all clients take (RTMP 1.0, 7.2.1.1; Set Chunk Size for ffmpeg). */
    void connected(Command connect, SessionSettings settings) {
        control(new WindowAckSize(settings.windowAckBytes()));
        control(new SetPeerBandwidth(settings.peerBandwidthBytes(), SetPeerBandwidth.DYNAMIC));
        control(UserControl.streamBegin(0));
        control(new SetChunkSize(settings.chunkBytes()));
        chunkBytes = settings.chunkBytes();
        AmfValue request = connect.commandObject();
        boolean amf3 = request.property("objectEncoding").asNumber().orElse(0) == AMF3;
        Map<String, AmfValue> information = new LinkedHashMap<>(StatusCode.CONNECT_SUCCESS
                .information("Connection accepted.")
                .asProperties()
                .orElseThrow());
        information.put("objectEncoding", AmfValue.of(amf3 ? AMF3 : 0));
        command(
                COMMAND_CHUNK_STREAM,
                0,
                new Command("_result", connect.transactionId(), properties(request), new AmfValue.Obj(information)));
    }

    /** What the server can do; of Enhanced RTMP only to those who speak it: it forwards every codec as it is. */
    private static AmfValue properties(AmfValue request) {
        AmfValue version = AmfValue.of(SERVER_VERSION);
        AmfValue capabilities = AmfValue.of(CAPABILITIES);
        if (ENHANCED_PROPERTIES.stream().allMatch(name -> request.property(name) == AmfValue.UNDEFINED)) {
            return AmfValue.object("fmsVer", version, "capabilities", capabilities);
        }
        AmfValue anyForwarded = AmfValue.object("*", AmfValue.of(CAN_FORWARD));
        return AmfValue.object(
                "fmsVer", version,
                "capabilities", capabilities,
                "fourCcList", new AmfValue.StrictArray(List.of(AmfValue.of("*"))),
                "videoFourCcInfoMap", anyForwarded,
                "audioFourCcInfoMap", anyForwarded,
                "capsEx", AmfValue.of(MULTITRACK | MOD_EX | TIMESTAMP_NANO_OFFSET));
    }

    void result(double transactionId, AmfValue value) {
        command(COMMAND_CHUNK_STREAM, 0, new Command("_result", transactionId, AmfValue.NULL, value));
    }

    void error(double transactionId, StatusCode code, String description) {
        command(
                COMMAND_CHUNK_STREAM,
                0,
                new Command("_error", transactionId, AmfValue.NULL, code.information(description)));
    }

    /** onStatus on the message stream that it is about; GStreamer looks for it nowhere else. */
    void status(int messageStreamId, StatusCode code, String description) {
        command(
                STATUS_CHUNK_STREAM,
                messageStreamId,
                new Command("onStatus", 0, AmfValue.NULL, code.information(description)));
    }

    void streamBegin(int messageStreamId) {
        control(UserControl.streamBegin(messageStreamId));
    }

    void streamEof(int messageStreamId) {
        control(UserControl.streamEof(messageStreamId));
    }

    void ping(int timeMillis) {
        control(UserControl.pingRequest(timeMillis));
    }

    void pong(int timeMillis) {
        control(UserControl.pingResponse(timeMillis));
    }

    void acknowledge(int sequenceNumber) {
        control(new Acknowledgement(sequenceNumber));
    }

    private void command(int chunkStreamId, int messageStreamId, Command command) {
        send(chunkStreamId, command.type(), messageStreamId, command.payload());
    }

    private void control(RtmpMessage.Encodable message) {
        send(CONTROL_CHUNK_STREAM, message.type(), 0, message.payload());
    }

    private void send(int chunkStreamId, int type, int messageStreamId, byte[] payload) {
        connection.send(ChunkWriter.encode(chunkStreamId, type, messageStreamId, 0, chunkBytes, payload));
    }
}
