package minibit.core.bencode;

/** An integer of 64 bits. */
public record BInt(long value) implements BencodeValue {}
