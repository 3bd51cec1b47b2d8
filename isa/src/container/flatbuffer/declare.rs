//! Describes a table or a set of tags once; the type and everything that reads, writes, finds and compares it follow.

/// Declares a table: for each field its number, name, type and what happens when it is absent.
///
/// * `required`: it must be stored;
/// * `default(value)`: absent means `value`, and `value` is not stored;
/// * `kept(value)`: absent means `value`, but it is always stored because other readers rely on it.
///
/// `since n` marks fields which only revision `n` of the schema brought.
macro_rules! table {
    (
        $(#[$attribute:meta])*
        $visibility:vis table $name:ident $(by $key:ident)? {
            $(
                $(#[$field_attribute:meta])*
                $slot:literal $field:ident: $type:ty = $rule:ident $(($absent:expr))? $(since $since:literal)?,
            )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        $visibility struct $name {
            $( $(#[$field_attribute])* $visibility $field: $type, )*
        }

        impl $name {
            /// One more than the highest field number.
            const FIELDS: usize = {
                let mut fields = 0;
                $( if $slot >= fields { fields = $slot + 1; } )*
                fields
            };
        }

        impl $crate::container::flatbuffer::Value for $name {
            const IS_TABLE: bool = true;

            fn read(
                place: $crate::container::flatbuffer::Place<'_, '_>,
            ) -> Result<Self, $crate::diagnostic::FormatError> {
                use $crate::container::flatbuffer::Table;
                let table = Table::open(place.follow()?, stringify!($name), Self::FIELDS)?;
                Ok($name {
                    $( $field: $crate::container::flatbuffer::declare::table!(
                        @read table, $slot, $field, $rule $(($absent))?
                    ), )*
                })
            }

            fn write(
                &self,
                out: &mut $crate::container::flatbuffer::Builder,
                slot: usize,
                path: &$crate::container::flatbuffer::Path<'_>,
            ) -> Result<(), $crate::diagnostic::FormatError> {
                use $crate::container::flatbuffer::{FieldShape, Value};
                let fields = [ $( FieldShape {
                    slot: $slot,
                    name: stringify!($field),
                    size: <$type as Value>::SIZE,
                    align: <$type as Value>::ALIGN,
                    present: $crate::container::flatbuffer::declare::table!(
                        @present self.$field, $type, $rule $(($absent))?
                    ),
                    since: 0 $(+ $since)?,
                }, )* ];
                let mut places = out.table(slot, &fields, path)?.into_iter();
                $( if let Some(Some(place)) = places.next() {
                    self.$field.write(out, place, &path.field(stringify!($field)))?;
                } )*
                Ok(())
            }

            fn locate(
                place: $crate::container::flatbuffer::Place<'_, '_>,
                steps: &[$crate::container::flatbuffer::Segment<'_>],
            ) -> Option<u64> {
                use $crate::container::flatbuffer::{Segment, Table};
                let start = place.follow().ok()?;
                let table = Table::open(start, stringify!($name), usize::MAX).ok()?;
                let [Segment::Field(name), rest @ ..] = steps else {
                    return steps.is_empty().then(|| start.offset());
                };
                $( if *name == stringify!($field) {
                    return table.field($slot).map_or(Some(start.offset()), |place| <$type>::locate(place, rest));
                } )*
                None
            }

            fn compare(
                &self,
                other: &Self,
                path: &$crate::container::flatbuffer::Path<'_>,
                found: &mut Vec<$crate::container::flatbuffer::Difference>,
            ) {
                $( self.$field.compare(&other.$field, &path.field(stringify!($field)), found); )*
            }

            $( fn key(&self) -> Option<&str> {
                Some(&self.$key)
            } )?
        }
    };

    (@read $table:ident, $slot:literal, $field:ident, required) => {
        $table.required($slot, stringify!($field))?
    };
    (@read $table:ident, $slot:literal, $field:ident, $rule:ident($absent:expr)) => {
        $table.read($slot, stringify!($field), $absent)?
    };

    (@present $value:expr, $type:ty, default($absent:expr)) => {{
        let absent: $type = $absent;
        !$value.same(&absent)
    }};
    (@present $value:expr, $type:ty, $rule:ident $(($absent:expr))?) => { true };
}

/// Declares a set of one-byte tags; numbers outside it are kept as they are.
macro_rules! tags {
    (
        $(#[$attribute:meta])*
        pub tags $name:ident { $( $(#[$tag_attribute:meta])* $number:literal $tag:ident $text:literal, )* }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$tag_attribute])* $tag, )*
            /// A number without a known meaning.
            Unknown(u8),
        }

        impl From<u8> for $name {
            fn from(number: u8) -> Self {
                match number {
                    $( $number => $name::$tag, )*
                    other => $name::Unknown(other),
                }
            }
        }

        impl From<$name> for u8 {
            fn from(tag: $name) -> u8 {
                match tag {
                    $( $name::$tag => $number, )*
                    $name::Unknown(number) => number,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $( $name::$tag => f.write_str($text), )*
                    $name::Unknown(number) => write!(f, "unknown {number}"),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl $crate::container::flatbuffer::Value for $name {
            const SIZE: usize = 1;
            const ALIGN: usize = 1;

            fn read(
                place: $crate::container::flatbuffer::Place<'_, '_>,
            ) -> Result<Self, $crate::diagnostic::FormatError> {
                u8::read(place).map(Self::from)
            }

            fn write(
                &self,
                out: &mut $crate::container::flatbuffer::Builder,
                slot: usize,
                path: &$crate::container::flatbuffer::Path<'_>,
            ) -> Result<(), $crate::diagnostic::FormatError> {
                u8::from(*self).write(out, slot, path)
            }
        }
    };
}

pub(crate) use {table, tags};
