package dev.gyre.judge;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.RequestDecoder;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.timeout.IdleStateHandler;

import java.util.concurrent.TimeUnit;

/// The pipeline of a connection to the judge: `idle` → `requests` → `whoami`.
final class JudgePipeline extends ChannelInitializer<Channel> {

    private static final int IDLE_SECONDS = 60;

    @Override
    protected void initChannel(Channel channel) {
        RequestDecoder requests = new RequestDecoder(HeadLimits.DEFAULT);
        channel.pipeline()
                .addLast(
                        new IdleStateHandler(0, 0, IDLE_SECONDS, TimeUnit.SECONDS),
                        requests,
                        new WhoamiHandler(requests));
    }
}
