package dev.sluice.jmx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.Remote;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;

/** Connects again and again to a port of RMI's, and says nothing there. A JVM of its own, as RMI reads bounds only once. */
final class Throng implements Remote {
    private static final int GREETING_MILLIS = 60_000;

    private Throng() {}

    /** Prints how many of so many connections are served at the same time. */
    public static void main(String[] count) throws Exception {
        JvmRmi.prepare();
        var throng = new Throng();
        List<ServerSocket> listening = new ArrayList<>();
        RMIServerSocketFactory sockets = port -> {
            listening.add(new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1")));
            return listening.get(0);
        };
        UnicastRemoteObject.exportObject(throng, 0, null, sockets);
        int served = 0;
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(count[0]); i++) {
            Socket socket = new Socket("127.0.0.1", listening.get(0).getLocalPort());
            open.add(socket);
            served += isServed(socket) ? 1 : 0;
        }
        System.out.println(served);
        UnicastRemoteObject.unexportObject(throng, true);
        for (Socket each : open) {
            each.close();
        }
    }

    private static boolean isServed(Socket socket) {
        try {
            socket.setSoTimeout(GREETING_MILLIS);
            socket.getOutputStream().write(new byte[] {'J', 'R', 'M', 'I', 0, 2, 'K'});
            return socket.getInputStream().read() >= 0;
        } catch (IOException turnedAway) {
            return false;
        }
    }
}
