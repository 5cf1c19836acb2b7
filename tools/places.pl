#!/usr/bin/perl
# For gen-places.sh: iso-codes' JSON and translations in, C tables out.
# Names are written as text_key() of base/unicode.h makes them, sorted by bytes, so that place.c can search them.
use strict;
use warnings;
use utf8;
use feature qw(fc);
use JSON::PP;
use Unicode::Normalize;

my ($codes, $words, $everyday) = @ARGV;
binmode STDOUT, ':encoding(UTF-8)';

sub slurp {
    my ($path, $layer) = @_;
    open my $in, "<$layer", $path or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}

sub json { return decode_json(slurp("$codes/iso_$_[0].json", ':raw'))->{ $_[0] } }

sub translations {
    my %ja;
    my $po = slurp("$words/$_[0].po", ':encoding(UTF-8)');
    while ($po =~ /^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)+)"$/mg) {
        my ($en, $ja) = ($1, $2);
        s/\\(.)/$1/g for $en, $ja;
        $ja{$en} = $ja;
    }
    return \%ja;
}

sub key {
    my $key = NFKC(fc(NFKC($_[0])));
    $key =~ s/\s+/ /g;
    $key =~ s/^ | $//g;
    return $key;
}

sub plain { my $s = NFD($_[0]); $s =~ s/\p{Mn}//g; return NFC($s) }
sub quoted { my $s = $_[0]; $s =~ s/(["\\])/\\$1/g; return "\"$s\"" }

# ---- countries ----
my (%country, %country_key, %province, %province_key);

sub name_country {
    my ($code, @names) = @_;
    for my $name (grep { defined && length } @names) {
        $country_key{ key($_) } //= $code for $name, plain($name);
    }
}

# places.txt first: what it says goes before iso-codes.
my (@country_lines, @province_lines);
for (split /\n/, slurp($everyday, ':encoding(UTF-8)')) {
    next if /^\s*(#|$)/;
    my ($code, @names) = split /\s*\|\s*/;
    push @{ $code =~ /-/ ? \@province_lines : \@country_lines }, [ $code, @names ];
}
for (@country_lines) {
    my ($code, $en, $ja, @more) = @$_;
    $country{$code} = [ $en, $ja ];
    name_country($code, $en, $ja, @more);
}
my $ja = translations('iso_3166-1');
for my $c (sort { $a->{alpha_2} cmp $b->{alpha_2} } @{ json('3166-1') }) {
    my @names = grep { defined } $c->{common_name}, $c->{name}, $c->{official_name};
    $country{ $c->{alpha_2} } //= [ $names[0], (grep { defined } map { $ja->{$_} } @names)[0] // '' ];
    name_country($c->{alpha_2}, @names, (map { $ja->{$_} } @names), $c->{alpha_3});
}

# ---- provinces ----
sub name_province {
    my ($code, @names) = @_;
    my ($country) = split /-/, $code;
    for my $name (grep { defined && length } @names) {
        (my $circumflex = $name) =~ tr/āēīōūŌŪ/âêîôûÔÛ/;
        for my $form ($name, plain($name), $circumflex) {
            my $short = $form;
            $short =~ s/(?<=.)[都府県]$// if $country eq 'JP' && $form ne '京都';
            $short =~ s/[- ](teukbyeolsi|gwangyeoksi|teukbyeoljachisi|do|shi|sheng|zizhiqu)$//;
            $province_key{ "$country " . key($_) } //= $code for $form, $short;
        }
    }
}
for (@province_lines) {
    my ($code, $en, $ja, @more) = @$_;
    $province{$code} = [ $en, $ja ];
    name_province($code, $en, $ja, @more);
}
$ja = translations('iso_3166-2');
for my $p (sort { $a->{code} cmp $b->{code} } @{ json('3166-2') }) {
    my ($name, @other) = $p->{name} =~ /^(.+) \[(.+)\]$/ ? ($1, $2) : ($p->{name}); # in two languages
    my $japanese = $ja->{ $p->{name} } // '';
    $japanese .= $p->{code} =~ /^JP-2[67]$/ ? '府' : '県' if $p->{code} =~ /^JP/ && $japanese !~ /(?<!京)[都道府県]$/;
    $province{ $p->{code} } //= [ $name, $japanese ];
    name_province($p->{code}, $name, @other, $p->{name}, $japanese);
    name_province($p->{code}, map { $name . $_ } ' Prefecture', ' Ken', ' Fu', '-ken', '-fu') if $p->{code} =~ /^JP/;
}

# ---- languages ----
my %language = map { $_->{alpha_2} => 1 } grep { $_->{alpha_2} } @{ json('639-2') };

sub bytes { my $s = $_[0]; utf8::encode($s); return $s }

print "/* From Debian's iso-codes (iso_3166-1, iso_3166-2, iso_639-2 and their Japanese translations) and\n",
    " * tools/places.txt, by tools/gen-places.sh: make build/gen/places.inc */\n";
print "static const struct place_name countries[] = {\n";
printf "    { STR_INIT(%s), STR_INIT(%s), STR_INIT(%s) },\n", quoted($_), map { quoted($_ // '') } @{ $country{$_} }
    for sort keys %country;
print "};\nstatic const struct place_key country_keys[] = {\n";
printf "    { STR_INIT(%s), STR_INIT(%s) },\n", quoted($_), quoted($country_key{$_})
    for sort { bytes($a) cmp bytes($b) } keys %country_key;
print "};\nstatic const struct place_name provinces[] = {\n";
printf "    { STR_INIT(%s), STR_INIT(%s), STR_INIT(%s) },\n", quoted($_), map { quoted($_ // '') } @{ $province{$_} }
    for sort keys %province;
print "};\nstatic const struct place_key province_keys[] = {\n";
printf "    { STR_INIT(%s), STR_INIT(%s) },\n", quoted($_), quoted($province_key{$_})
    for sort { bytes($a) cmp bytes($b) } keys %province_key;
print "};\n/* One bit for each second letter, by the first one. */\n";
for my $table ([ language_bits => \%language, 'a' ], [ country_bits => \%country, 'A' ]) {
    my ($name, $set, $first) = @$table;
    my @bits = (0) x 26;
    $bits[ ord($_) - ord($first) ] |= 1 << (ord(substr $_, 1) - ord($first)) for keys %$set;
    print "static const uint32_t $name\[26] = {\n    ", join(', ', map { sprintf '0x%07x', $_ } @bits), "\n};\n";
}
