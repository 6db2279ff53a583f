package dev.proven.gateway.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** How the kernel is asked for bytes. */
public enum Transport {
  /** The fastest; many containers forbid it. */
  IO_URING {
    @Override
    public boolean isAvailable() {
      return IoUring.isAvailable();
    }

    @Override
    IoHandlerFactory factory() {
      return IoUringIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerSocketChannel> server() {
      return IoUringServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> client() {
      return IoUringSocketChannel.class;
    }
  },
  /** On Linux. */
  EPOLL {
    @Override
    public boolean isAvailable() {
      return Epoll.isAvailable();
    }

    @Override
    IoHandlerFactory factory() {
      return EpollIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerSocketChannel> server() {
      return EpollServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> client() {
      return EpollSocketChannel.class;
    }
  },
  /** Everywhere. */
  NIO {
    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    IoHandlerFactory factory() {
      return NioIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerSocketChannel> server() {
      return NioServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> client() {
      return NioSocketChannel.class;
    }
  };

  /** Whether it loads here. */
  public abstract boolean isAvailable();

  abstract IoHandlerFactory factory();

  abstract Class<? extends ServerSocketChannel> server();

  abstract Class<? extends SocketChannel> client();

  /** Epoll where it loads, else NIO. io_uring is for those who ask for it by name. */
  public static Transport best() {
    return EPOLL.isAvailable() ? EPOLL : NIO;
  }
}
