package dev.proven.gateway.store;

/**
 * What Redis does in one step. All keys of a script lie in one slot; a script of Redis sees no
 * other command between its own.
 */
final class Scripts {
  /**
   * All variants of a URI. What is too much to be ours is not sent; a number tells.
   *
   * <p>KEYS: variants. ARGV: most variants, most bytes.
   */
  static final String FIND =
      """
      local n = redis.call('HLEN', KEYS[1])
      if n == 0 then return {} end
      if n > tonumber(ARGV[1]) then return {0} end
      local bytes = 0
      for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
        bytes = bytes + redis.call('HSTRLEN', KEYS[1], id)
      end
      if bytes > tonumber(ARGV[2]) then return {0} end
      return redis.call('HVALS', KEYS[1])
      """;

  /**
   * Keeps a variant; the oldest go where there are too many. What is not ours goes too.
   *
   * <p>KEYS: variants, their index by time. ARGV: id, entry, time, milliseconds to live, most
   * variants, most bytes.
   */
  static final String PUT =
      """
      local function is(key, wanted)
        local kind = redis.call('TYPE', key).ok
        return kind == wanted or kind == 'none'
      end
      if not is(KEYS[1], 'hash') or not is(KEYS[2], 'zset')
          or redis.call('HLEN', KEYS[1]) ~= redis.call('ZCARD', KEYS[2]) then
        redis.call('DEL', KEYS[1], KEYS[2])
      end
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
      redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
      local bytes = 0
      local kept = 0
      for _, id in ipairs(redis.call('ZREVRANGE', KEYS[2], 0, -1)) do
        bytes = bytes + redis.call('HSTRLEN', KEYS[1], id)
        kept = kept + 1
        if id ~= ARGV[1] and (kept > tonumber(ARGV[5]) or bytes > tonumber(ARGV[6])) then
          redis.call('HDEL', KEYS[1], id)
          redis.call('ZREM', KEYS[2], id)
        end
      end
      for _, key in ipairs(KEYS) do
        if redis.call('PTTL', key) < tonumber(ARGV[4]) then
          redis.call('PEXPIRE', key, ARGV[4])
        end
      end
      return 1
      """;

  /**
   * As PUT, if what begins like the old one is there. ARGV beside: id and beginning of the old one.
   */
  static final String REPLACE =
      """
      if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 0 end
      local old = redis.call('HGET', KEYS[1], ARGV[7])
      if not old or string.sub(old, 1, string.len(ARGV[8])) ~= ARGV[8] then return 0 end
      """
          + PUT;

  /** Forgets a URI and tells the others. KEYS: variants, index. ARGV: channel, message. */
  static final String REMOVE =
      """
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('PUBLISH', ARGV[1], ARGV[2])
      return 1
      """;

  /**
   * Notes what was removed, and tells the others; too many notes become one for everything.
   *
   * <p>KEYS: notes. ARGV: channel, message, milliseconds to live, most notes, then what and when in
   * turn.
   */
  static final String NOTE =
      """
      if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
      local latest = '0'
      for i = 5, #ARGV, 2 do
        local known = redis.call('HGET', KEYS[1], ARGV[i])
        if not known or tonumber(known) == nil or tonumber(known) < tonumber(ARGV[i + 1]) then
          redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
        end
        if tonumber(ARGV[i + 1]) > tonumber(latest) then latest = ARGV[i + 1] end
      end
      if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'p', latest)
      end
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      redis.call('PUBLISH', ARGV[1], ARGV[2])
      return 1
      """;

  /** All notes, unless they are too many to be ours. KEYS: notes. ARGV: most notes. */
  static final String NOTES =
      """
      if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return {} end
      if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[1]) then return {} end
      return redis.call('HGETALL', KEYS[1])
      """;

  /** Gives a lease back, if it is still that one. KEYS: lease. ARGV: token, channel, message. */
  static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      redis.call('DEL', KEYS[1])
      redis.call('PUBLISH', ARGV[2], ARGV[3])
      return 1
      """;

  private Scripts() {}
}
