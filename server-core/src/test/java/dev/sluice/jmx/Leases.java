package dev.sluice.jmx;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.rmi.dgc.Lease;
import java.rmi.dgc.VMID;
import java.rmi.server.ObjID;
import java.rmi.server.UID;
import java.util.Arrays;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * Has a server remember for a while that a client of an invented name uses its registry, as RMI's distributed garbage
 * collection lets anybody do. A JVM of its own, as RMI reads only once what it grants.
 */
final class Leases {
    private static final int HEADER = 0x4a524d49;
    private static final int STREAM_PROTOCOL = 0x4b;
    private static final int CALL = 0x50;
    private static final int DIRTY = 1;
    private static final long INTERFACE = -669196253586618813L;

    private Leases() {}

    /** Prints the milliseconds that are granted for a request with so many objects, or {@code refused}. */
    public static void main(String[] folderAndCounts) throws Exception {
        try (RemoteServer server = new RemoteServer(Path.of(folderAndCounts[0])).start()) {
            for (String objects : Arrays.asList(folderAndCounts).subList(1, folderAndCounts.length)) {
                System.out.println(lease(server.port(), Integer.parseInt(objects)));
            }
        }
    }

    private static String lease(int port, int objects) throws Exception {
        try (Socket socket = new SslRMIClientSocketFactory().createSocket("127.0.0.1", port)) {
            var out = new DataOutputStream(socket.getOutputStream());
            var in = new DataInputStream(socket.getInputStream());
            out.writeInt(HEADER);
            out.writeShort(2);
            out.write(STREAM_PROTOCOL);
            out.flush();
            in.readByte();
            in.readUTF();
            in.readInt();
            out.writeUTF("127.0.0.1");
            out.writeInt(0);
            out.write(request(objects));
            out.flush();
            return granted(in);
        }
    }

    private static byte[] request(int objects) throws IOException {
        ObjID[] ids = new ObjID[objects];
        Arrays.fill(ids, new ObjID(ObjID.REGISTRY_ID));
        var bytes = new ByteArrayOutputStream();
        bytes.write(CALL);
        try (var call = new Marshalled(bytes)) {
            new ObjID(ObjID.DGC_ID).write(call);
            call.writeInt(DIRTY);
            call.writeLong(INTERFACE);
            call.writeObject(ids);
            call.writeLong(1);
            call.writeObject(new Lease(new VMID(), Long.MAX_VALUE));
        }
        return bytes.toByteArray();
    }

    private static String granted(DataInputStream in) throws IOException, ClassNotFoundException {
        try {
            in.readByte();
            var answer = new Unmarshalled(in);
            boolean normal = answer.readByte() == 1;
            UID.read(answer);
            return normal ? String.valueOf(((Lease) answer.readObject()).getValue()) : "refused";
        } catch (EOFException | SocketException closed) {
            return "refused";
        }
    }

    /** With each class where it can be loaded from, as RMI has it: nowhere. */
    private static final class Marshalled extends ObjectOutputStream {
        Marshalled(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            writeObject(null);
        }
    }

    private static final class Unmarshalled extends ObjectInputStream {
        Unmarshalled(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
            readObject();
            return super.resolveClass(type);
        }
    }
}
